import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** java Read.java URL PICTURE: the new form, then the old one. CODE: the access code, if one is needed. */
class Read {
  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    String image = Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(arguments[1])));
    System.out.println(ask(url + "/bankcard", "{\"image\":\"" + image + "\",\"configure\":{\"mask\":true}}"));
    System.out.println(ask(url + "/rest/160601/ocr/ocr_bank_card.json", "{\"inputs\":[{\"image\":{\"dataType\":50,\"dataValue\":\"" + image
        + "\"},\"configure\":{\"dataType\":50,\"dataValue\":\"{\\\"mask\\\":true}\"}}]}"));
  }

  static String ask(String url, String body) throws Exception {
    String code = System.getenv().getOrDefault("CODE", "");
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
        .header("Authorization", "APPCODE " + code).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
