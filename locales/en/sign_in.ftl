sign-in = Sign in
sign-in-how = Open the sign-in link that you were given.
sign-in-lost = If it has expired or is lost, ask your teacher for a new one.
sign-in-as = This link signs in
sign-in-do = Sign in
sign-in-own = If this is not you, close the page and tell whoever sent you the link.
sign-in-instead = You are signed in here as { $name }. If you go on, that ends in this browser.
sign-in-again = You are signed in already.
