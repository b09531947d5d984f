// go run read.go URL PICTURE: the new form, then the old one. CODE: the access code, if one is needed.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
)

func ask(url string, body any) string {
	text, _ := json.Marshal(body)
	request, err := http.NewRequest("POST", url, bytes.NewReader(text))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "APPCODE "+os.Getenv("CODE"))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	told, _ := io.ReadAll(answer.Body)
	return string(told)
}

func main() {
	url := os.Args[1]
	picture, err := os.ReadFile(os.Args[2])
	if err != nil {
		panic(err)
	}
	image := base64.StdEncoding.EncodeToString(picture)
	fmt.Println(ask(url+"/bankcard", map[string]any{"image": image, "configure": map[string]bool{"mask": true}}))

	typed := func(value string) map[string]any { return map[string]any{"dataType": 50, "dataValue": value} }
	input := map[string]any{"image": typed(image), "configure": typed(`{"mask":true}`)}
	fmt.Println(ask(url+"/rest/160601/ocr/ocr_bank_card.json", map[string]any{"inputs": []any{input}}))
}
