/**
 * A key and its self-signed certificate for `127.0.0.1` and `localhost`, known to everybody, valid until 2126. Made with
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj "/CN=bankcard-ocr test"
 * -addext "subjectAltName=IP:127.0.0.1,DNS:localhost"`.
 */
export const TEST_TLS = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+OpZoE4w91YfIpR2
7zTOcaIMR51N/U5vz7/SKIZTxYihRANCAAR0eDLbfxtO17x5ezihRCEN9Owy16xS
1fMQYlwYLX9rtrCNmCaNHNorO5BwCu70bnD2JWxU72SjVKM7OsfQF7hW
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBrDCCAVGgAwIBAgIUFRL+VGwVK1BVq/2VUjNEviiHv6MwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRYmFua2NhcmQtb2NyIHRlc3QwIBcNMjYxMTI0MjIzODE5WhgP
MjEyNjEwMzEyMjM4MTlaMBwxGjAYBgNVBAMMEWJhbmtjYXJkLW9jciB0ZXN0MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEdHgy238bTte8eXs4oUQhDfTsMtesUtXz
EGJcGC1/a7awjZgmjRzaKzuQcAru9G5w9iVsVO9ko1SjOzrH0Be4VqNvMG0wHQYD
VR0OBBYEFB2qZ7oEQ51pR/FbA+9m+MlwmP1XMB8GA1UdIwQYMBaAFB2qZ7oEQ51p
R/FbA+9m+MlwmP1XMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYcEfwAAAYIJ
bG9jYWxob3N0MAoGCCqGSM49BAMCA0kAMEYCIQDvAQc0+NzyMpj3NxXikyixFgbd
wLo80jEhC7rrlbpdLgIhAKZCVppfXPFVF12vCOYkrW+hz2Ad6TrtDcTZ6GUIi2o6
-----END CERTIFICATE-----`,
};
