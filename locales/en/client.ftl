client = Checks in a notebook
client-what = The Python package checks answers to practice inputs under the cell, offline, and sends answers to your own.
client-use = It gives the command dgm and the module:
client-files = Files
client-none = This server has no packages to hand out. Ask your teacher, or use the page of a homework.
