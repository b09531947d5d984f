// go run read.go URL PICTURE: asks /v1/cards, /bankcard, and the marketplace's path with `inputs`. CODE: the access code, if one is needed.
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

func fail(reason any) {
	fmt.Fprintln(os.Stderr, "not read:", reason)
	os.Exit(1)
}

func ask(url string, body any) string {
	text, _ := json.Marshal(body)
	request, err := http.NewRequest("POST", url, bytes.NewReader(text))
	if err != nil {
		fail(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "APPCODE "+os.Getenv("CODE"))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		fail(err)
	}
	defer answer.Body.Close()
	told, err := io.ReadAll(answer.Body)
	if err != nil {
		fail(err)
	}
	if answer.StatusCode != 200 {
		fail(fmt.Sprint(answer.StatusCode, " ", string(told)))
	}
	return string(told)
}

func main() {
	url := os.Args[1]
	picture, err := os.ReadFile(os.Args[2])
	if err != nil {
		fail(err)
	}
	image := base64.StdEncoding.EncodeToString(picture)
	body := map[string]any{"image": image, "configure": map[string]bool{"mask": true}}

	var told struct {
		Cards []struct {
			PanGrouped string
			Confidence struct{ Pan float64 }
			Warnings   []string
		}
	}
	if err := json.Unmarshal([]byte(ask(url+"/v1/cards", body)), &told); err != nil {
		fail(err)
	}
	for _, card := range told.Cards {
		fmt.Println(card.PanGrouped, card.Confidence.Pan, card.Warnings)
	}
	fmt.Println(ask(url+"/bankcard", body))

	typed := func(value string) map[string]any { return map[string]any{"dataType": 50, "dataValue": value} }
	input := map[string]any{"image": typed(image), "configure": typed(`{"mask":true}`)}
	fmt.Println(ask(url+"/rest/160601/ocr/ocr_bank_card.json", map[string]any{"inputs": []any{input}}))
}
