client = Checks in a notebook
client-what = The Python package checks answers to practice inputs under the cell, offline, and sends answers to your own.
client-use = It gives the command dgm and the module:
client-files = Files
client-none = This server has no packages to hand out. Ask your teacher, or use the page of a homework.
client-systems = There are ready packages for { $systems }.
client-source = Elsewhere, as on a Mac, pip builds the package from its source. That takes some minutes and a C compiler; on a Mac: xcode-select --install
client-elsewhere = On other systems, as on a Mac, pip finds nothing that fits here: work in Colab, or in the browser alone.
