/** A certificate for localhost and its key, made for tests and known to everybody: good for nothing else. */
export const loopbackCertificate = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUCnKcH9MDJQ9jMq0G3oQ/73/TJvcwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjAwMjIzMVoYDzIxMjYxMDI5
MDAyMjMxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQEEuE7g/GpXSYeWCRBYAU4NMvYffBG0yGF/u2SiyWDhy+aQPf+9xOg
q2wFUFCixuGhxCIzgeraw4LT1h+vOuMUo28wbTAdBgNVHQ4EFgQUiFUPmGs+VkHi
Eclqd+HgpzcVmY8wHwYDVR0jBBgwFoAUiFUPmGs+VkHiEclqd+HgpzcVmY8wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgAyIpDvhcKQK7LyqtwRSvBuePJqtBDXiUkHRpyaFfnmYCIQDZ
sVdVJ2w/jpAiMZGq5V5ifRV+tY3qxbvaLOZLHlL/Jw==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgD+jK9+NPAn9njwIq
ix1QEz2tyGAXsoqOUp17XDHH4pqhRANCAAQEEuE7g/GpXSYeWCRBYAU4NMvYffBG
0yGF/u2SiyWDhy+aQPf+9xOgq2wFUFCixuGhxCIzgeraw4LT1h+vOuMU
-----END PRIVATE KEY-----
`,
};
