log-no-filter = “{ $filter }” is no log filter; write a level (off, error, warn, info, debug, trace) or one of a part, such as info,dgm_grader=debug
base-url-scheme = it must begin with http:// or https://, such as https://grader.example.org
base-url-host = after http:// or https:// comes a host and perhaps a port, such as https://grader.example.org:8443; write a name with other letters as a browser's address bar copies it (xn--…)
base-url-user = it must have no user and no password: write what stands behind the @ alone
base-url-path = it must have no path: the server needs a host name of its own, such as https://grader.example.org
base-url-query = it must end after the host and the port: leave out what begins with ? or #
address-no-network = { $text } is no network: write an address such as 127.0.0.1, or a range such as 10.0.0.0/8
serve-listening = dgm is listening on { $url }
serve-metrics = metrics are at { $url }
serve-stopped = the server stopped
serve-no-address = { $address } is no address with a port, such as 127.0.0.1:8080
serve-no-listener = { $address } cannot be listened on; choose another with { $option }
serve-templates = the templates cannot be used: { $error }
serve-security-contact = it must be an address such as mailto:security@example.org or https://example.org/security
serve-no-storage = { $n ->
    [one] { $n } file of this course lies
   *[other] { $n } files of this course lie
 } in an object storage, and the config names none: put [object_storage] back into dgm.toml as it was. To do without it, dgm storage move --to database first
