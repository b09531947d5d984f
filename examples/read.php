<?php
// php read.php URL PICTURE: asks /v1/cards, /bankcard, and the marketplace's path with `inputs`. CODE: the access code, if one is needed.
[, $url, $picture] = $argv;
$bytes = @file_get_contents($picture);
if ($bytes === false) {
    fwrite(STDERR, "cannot open $picture\n");
    exit(1);
}
$image = base64_encode($bytes);

function ask(string $url, array $body): array
{
    $header = "Content-Type: application/json\r\nAuthorization: APPCODE " . getenv('CODE');
    $context = stream_context_create(
        ['http' => ['method' => 'POST', 'header' => $header, 'content' => json_encode($body), 'ignore_errors' => true]]
    );
    $answer = @file_get_contents($url, false, $context);
    if ($answer === false) {
        fwrite(STDERR, "no answer from $url\n");
        exit(1);
    }
    $status = explode(' ', $http_response_header[0])[1];
    if ($status !== '200') {
        fwrite(STDERR, "not read: $status $answer\n");
        exit(1);
    }
    return json_decode($answer, true);
}

foreach (ask("$url/v1/cards", ['image' => $image, 'configure' => ['mask' => true]])['cards'] as $card) {
    echo $card['panGrouped'], ' ', $card['confidence']['pan'], ' ', implode(' ', $card['warnings']), "\n";
}

echo ask("$url/bankcard", ['image' => $image, 'configure' => ['mask' => true]])['result']['bank_card_number'], "\n";

$input = ['image' => ['dataType' => 50, 'dataValue' => $image], 'configure' => ['dataType' => 50, 'dataValue' => '{"mask":true}']];
$answer = ask("$url/rest/160601/ocr/ocr_bank_card.json", ['inputs' => [$input]]);
echo json_decode($answer['outputs'][0]['outputValue']['dataValue'], true)['result']['bank_card_number'], "\n";
