<?php
// php read.php URL PICTURE: the new form, then the old one. CODE: the access code, if one is needed.
[, $url, $picture] = $argv;
$image = base64_encode(file_get_contents($picture));

function ask(string $url, array $body): array
{
    $header = "Content-Type: application/json\r\nAuthorization: APPCODE " . getenv('CODE');
    $context = stream_context_create(['http' => ['method' => 'POST', 'header' => $header, 'content' => json_encode($body)]]);
    return json_decode(file_get_contents($url, false, $context), true);
}

echo ask("$url/bankcard", ['image' => $image, 'configure' => ['mask' => true]])['result']['bank_card_number'], "\n";

$input = ['image' => ['dataType' => 50, 'dataValue' => $image], 'configure' => ['dataType' => 50, 'dataValue' => '{"mask":true}']];
$answer = ask("$url/rest/160601/ocr/ocr_bank_card.json", ['inputs' => [$input]]);
echo json_decode($answer['outputs'][0]['outputValue']['dataValue'], true)['result']['bank_card_number'], "\n";
