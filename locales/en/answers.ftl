# Files of answers, and numbers typed into a form: what is wrong and what to do.

answers-only-array = The array
answers-named-array = “{ $name }”

answers-unsupported-format = Not a file of answers: { $found }. Send .npz (np.savez), .safetensors, .json, or .npy (np.save) where a single output is asked for.
answers-found-empty = an empty file
answers-found-pickle = a Python pickle, which is never opened here because it can run code
answers-found-pytorch = a file of torch.save, which is never opened here because it can run code (for tensors use np.savez with tensor.numpy())
answers-found-hdf5 = an HDF5 file
answers-found-matlab = a MATLAB file
answers-found-notebook = a Jupyter notebook (run its last cell and send the file that it saves)
answers-found-office = an office document
answers-found-pdf = a PDF
answers-found-image = an image
answers-found-parquet = a Parquet file
answers-found-archive = a compressed archive other than .npz
answers-found-csv = a table of numbers as text (read it with np.loadtxt and save it with np.savez)
answers-found-html = a web page
answers-found-text = some text
answers-found-utf16 = text in UTF-16 (save it as UTF-8)
answers-found-unknown = a file of an unknown kind

answers-file-too-large = The file takes { $found }, at most { $limit } are accepted. Send only the arrays that the homework asks for, as float32 or compressed by np.savez_compressed.
answers-inflated-too-large = { $member }: with it the arrays take more than { $limit } in memory (8 bytes an element). Send only the arrays that the homework asks for.
answers-too-many-members = The file has more than { $limit } arrays. Send only those that the homework asks for.
answers-too-many-axes = { $member }: { $found } axes, at most { $limit } are accepted. Check the shape of the array before you save it.
answers-shape-too-large = { $member }: the shape { $shape } is larger than any array that fits here. Check the shape of the array before you save it.
answers-no-arrays = The file holds no arrays. Save at least one output, for example np.savez("answers.npz", **answers).
answers-duplicate-name = { $member }: the file has this name twice. Keep one of the two.

answers-object-array = { $member }: an array of Python objects (dtype { $dtype }), where numbers are needed. Objects are never opened here. Lists of different lengths make such an array: convert it with np.asarray(x, dtype=np.float64).
answers-structured-array = { $member }: an array of records (dtype { $dtype }), where numbers are needed. Save every field as an array of its own.
answers-complex-array = { $member }: complex numbers (dtype { $dtype }), where real ones are needed. If the imaginary part is only rounding error, save x.real.
answers-string-array = { $member }: text (dtype { $dtype }), where numbers are needed. Convert it with x.astype(np.float64).
answers-datetime-array = { $member }: dates or durations (dtype { $dtype }), where numbers are needed. Convert them with x.astype(np.int64).
answers-void-array = { $member }: raw bytes (dtype { $dtype }), where numbers are needed. Convert the array to np.float64 or np.int64 before you save it.
answers-bfloat16-as-void = { $member }: two raw bytes an element (dtype { $dtype }), probably bfloat16, which .npy cannot name. Convert it with x.astype(np.float32), or x.float() in PyTorch, or send .safetensors.
answers-unsupported-dtype = { $member }: elements of type { $dtype }. Accepted are float16, bfloat16 (safetensors), float32, float64, signed and unsigned integers and bool: convert the array with x.astype(np.float64).

answers-array-truncated = { $member }: the shape asks for { $expected } bytes, { $found } are there. The file was probably cut off: save it and send it again.
answers-trailing-bytes = { $member }: { $extra ->
    [one] { $extra } byte follows
   *[other] { $extra } bytes follow
 } the last element. Save several arrays with one np.savez, not with several np.save into one file.
answers-npy-header = { $member }: the header of the array cannot be read, at the part “{ $part }”: “{ $found }”. Save the array again with np.save or np.savez.
answers-broken-archive = The .npz archive is damaged ({ $detail }). It was probably cut off or changed by another program: save it with np.savez and send it again.
answers-broken-member = { $member }: this part of the .npz archive is damaged ({ $detail }). Save the file with np.savez and send it again.
answers-encrypted-member = { $member }: this part of the .npz archive is encrypted. Send it without a password.
answers-compression = { $member }: compressed by the method { $method }. Only what np.savez and np.savez_compressed write is read (stored and deflate).
answers-not-an-array = { $member }: the archive holds a file that is no .npy array. Save the archive with np.savez instead of packing files by hand.
answers-safetensors-header = The header of the safetensors file is damaged ({ $detail }). Save it with safetensors.numpy.save_file and send it again.
answers-safetensors-offsets = { $member }: its bytes should be { $begin } to { $end } of { $data }, but had to begin at { $expected }. The file is damaged: save it and send it again.

answers-json-syntax = The JSON cannot be read: line { $line }, column { $column } has “{ $found }”, expected: { $expected }. Write the file with json.dump and send it again.
answers-json-end-of-file = the end of the file
answers-json-ends = The JSON ends too early, on line { $line }. Expected: { $expected }. The file was probably cut off: save it and send it again.
answers-json-not-object = The JSON is a list. An object with a key for every output is needed: {"{"}"task.output": [0.5, 1.5]{"}"}.
answers-json-null = { $member }{ $place }: null, where a number is needed. Write NaN for a value that could not be computed, or leave the whole output out.
answers-json-string = { $member }{ $place }: a string, where a number is needed. Write numbers without quotes and with a decimal point.
answers-json-object = { $member }{ $place }: an object, where a number is needed. Write the task and the output as one key: "task.output".
answers-json-too-deep = { $member }: lists are nested deeper than { $limit }. Write the array with x.tolist().
answers-ragged-list = { $member }{ $place }: a list of length { $found }, those before it have length { $expected }. All lists of one depth need one length.
answers-mixed-list = { $member }{ $place }: numbers and lists side by side. All numbers of an array need one depth.

answers-same-output-twice = Both “{ $first }” and “{ $second }” stand for the output { $output }. Keep one of the two.
answers-unnamed-array = A single .npy has no name, and this homework has { $outputs } outputs. Send .npz with a key for every output, for example np.savez("answers.npz", **{"{"}"{ $example }": x{"}"}).

answers-form-empty = Nothing is written here.
answers-form-too-long = { $found } characters are too many for a number, at most { $limit } are accepted.
answers-form-ambiguous = “{ $text }” can be read in two ways. It looks like { $understood }: write it so, without separators between thousands.
answers-form-fraction = “{ $text }” is a fraction. Write its value with a decimal point: 0.25.
answers-form-out-of-range = “{ $text }” is too large for float64. Write inf if infinity is meant.
answers-form-comma-list = “{ $text }” looks like several numbers. Separate them by semicolons: 1.5; 2; 3.
answers-form-not-a-number = “{ $text }” is not a number. Write, for example, -0.5, 1e-3, nan or inf.
answers-form-too-many = At most { $limit } numbers can be written here. Send a file instead.
answers-form-item = Number { $number }: { $error }
