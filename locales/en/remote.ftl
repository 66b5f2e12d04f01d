# A server as dgm submit, status and login talk to it.
login-which-server = which server? dgm login --server https://dgm.example.org
remote-no-home = your home folder is not known: give the token by the environment variable DGM_TOKEN
remote-config-open = { $file } holds a token and others can read it (mode { $mode }): run chmod 600 { $file }, and revoke the token if anybody may have seen it
remote-config-broken = { $file } must hold server = "URL" and token = "dgm_…" and nothing else
remote-other-server = the token of { $file } is for { $server }, it is not sent to { $url }: run dgm login --server { $url }, or set DGM_TOKEN
remote-no-token = there is no token: make one on the page My account, then run dgm login --server { $url } or set DGM_TOKEN
remote-not-a-token = this is no token: one looks like dgm_ and 64 letters and digits
remote-problem = { $title } ({ $status }): { $detail }
remote-no-server = { $url } is no server: write it like https://dgm.example.org
remote-not-encrypted = { $url } is not encrypted, and whoever sees the token can send in your name: use https://{ $rest }
remote-no-such-host = there is no such host
remote-no-report = the server answered without a report; is it a newer version?
remote-strange-report = the server's report cannot be read; is it a newer version?
remote-strange-answer = the server's answer cannot be read; is it a newer version?
