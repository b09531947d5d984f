import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** java Read.java URL PICTURE: asks /v1/cards, /bankcard, and the marketplace's path with `inputs`. CODE: the access code, if one is needed. */
class Read {
  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    String image = Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(arguments[1])));
    String body = "{\"image\":\"" + image + "\",\"configure\":{\"mask\":true}}";
    Matcher numbers = Pattern.compile("\"panGrouped\":\"([^\"]*)\"").matcher(ask(url + "/v1/cards", body));
    while (numbers.find()) System.out.println(numbers.group(1));
    System.out.println(ask(url + "/bankcard", body));
    System.out.println(ask(url + "/rest/160601/ocr/ocr_bank_card.json", "{\"inputs\":[{\"image\":{\"dataType\":50,\"dataValue\":\"" + image
        + "\"},\"configure\":{\"dataType\":50,\"dataValue\":\"{\\\"mask\\\":true}\"}}]}"));
  }

  static String ask(String url, String body) throws Exception {
    String code = System.getenv().getOrDefault("CODE", "");
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
        .header("Authorization", "APPCODE " + code).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    try {
      HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200) return answer.body();
      System.err.println("not read: " + answer.statusCode() + " " + answer.body());
    } catch (IOException error) {
      System.err.println("no answer: " + error);
    }
    System.exit(1);
    return null;
  }
}
