fault-method = This cannot be done here
fault-method-next = The address is right, but it does not take requests of this kind. Begin from the start page.
fault-cross-site = This request came from another site
fault-cross-site-next = For your safety nothing was changed. Open the page here and do it again.
form-unreadable = The form could not be read. Open the page again, fill it in and send it once more.
