# Файлы с ответами и числа, введённые в форму: что не так и что делать.

answers-only-array = Массив
answers-named-array = «{ $name }»

answers-unsupported-format = Это не файл с ответами: { $found }. Пришлите .npz (np.savez), .safetensors, .json или, если нужен всего один ответ, .npy (np.save).
answers-found-empty = пустой файл
answers-found-pickle = файл pickle, а мы такие не открываем, потому что при этом может выполниться чужой код
answers-found-pytorch = файл torch.save, а мы такие не открываем, потому что при этом может выполниться чужой код (сохраните тензоры через np.savez и tensor.numpy())
answers-found-hdf5 = файл HDF5
answers-found-matlab = файл MATLAB
answers-found-notebook = ноутбук Jupyter (выполните его последнюю ячейку и пришлите файл, который она сохранит)
answers-found-office = офисный документ
answers-found-pdf = документ PDF
answers-found-image = изображение
answers-found-parquet = файл Parquet
answers-found-archive = архив, но не .npz
answers-found-csv = таблица чисел в виде текста (прочитайте её через np.loadtxt и сохраните через np.savez)
answers-found-html = веб-страница
answers-found-text = обычный текст
answers-found-utf16 = текст в UTF-16 (сохраните его в UTF-8)
answers-found-unknown = файл неизвестного формата

answers-file-too-large = Размер файла — { $found }, а принимается не больше { $limit }. Оставьте в файле только те массивы, о которых спрашивается в задании, сохраните их как float32 или сожмите через np.savez_compressed.
answers-inflated-too-large = { $member }: вместе с ним массивы занимают в памяти больше { $limit } (по 8 байт на элемент). Оставьте в файле только те массивы, о которых спрашивается в задании.
answers-too-many-members = В файле больше { $limit } массивов. Оставьте только те, о которых спрашивается в задании.
answers-too-many-axes = { $member }: осей { $found }, а допускается не больше { $limit }. Проверьте форму массива перед сохранением.
answers-shape-too-large = { $member }: форма { $shape } больше любого допустимого массива. Проверьте форму массива перед сохранением.
answers-no-arrays = В файле нет ни одного массива. Сохраните хотя бы один ответ, например np.savez("answers.npz", **answers).
answers-duplicate-name = { $member }: это имя встречается в файле дважды. Оставьте что-то одно.

answers-object-array = { $member }: массив объектов Python (dtype { $dtype }), а нужны числа. Объекты мы не открываем. Такой массив получается из списков разной длины; преобразуйте его: np.asarray(x, dtype=np.float64).
answers-structured-array = { $member }: массив записей (dtype { $dtype }), а нужны числа. Сохраните каждое поле отдельным массивом.
answers-complex-array = { $member }: комплексные числа (dtype { $dtype }), а нужны вещественные. Если мнимая часть — лишь погрешность округления, сохраните x.real.
answers-string-array = { $member }: строки (dtype { $dtype }), а нужны числа. Преобразуйте их: x.astype(np.float64).
answers-datetime-array = { $member }: даты или промежутки времени (dtype { $dtype }), а нужны числа. Преобразуйте их: x.astype(np.int64).
answers-void-array = { $member }: байты без указания типа (dtype { $dtype }), а нужны числа. Перед сохранением преобразуйте массив в np.float64 или np.int64.
answers-bfloat16-as-void = { $member }: по два байта на элемент без указания типа (dtype { $dtype }). Вероятно, это bfloat16, которого в .npy нет. Преобразуйте массив через x.astype(np.float32), в PyTorch — через x.float(), или пришлите .safetensors.
answers-unsupported-dtype = { $member }: элементы типа { $dtype }. Принимаются float16, bfloat16 (в .safetensors), float32, float64, целые со знаком и без знака и bool: преобразуйте массив через x.astype(np.float64).

answers-array-truncated = { $member }: по форме массива нужно { $expected } Б, а в файле их { $found }. Вероятно, файл обрезан: сохраните его заново и отправьте ещё раз.
answers-trailing-bytes = { $member }: после последнего элемента { $extra ->
    [one] остался { $extra } лишний байт
    [few] осталось { $extra } лишних байта
   *[other] осталось { $extra } лишних байт
 }. Сохраняйте несколько массивов одним вызовом np.savez, а не несколькими вызовами np.save в один файл.
answers-npy-header = { $member }: не удаётся прочитать заголовок массива в части «{ $part }»: «{ $found }». Сохраните массив заново через np.save или np.savez.
answers-broken-archive = Архив .npz повреждён ({ $detail }). Вероятно, он обрезан или изменён другой программой: сохраните его заново через np.savez и отправьте ещё раз.
answers-broken-member = { $member }: эта часть архива .npz повреждена ({ $detail }). Сохраните файл заново через np.savez и отправьте ещё раз.
answers-encrypted-member = { $member }: эта часть архива .npz зашифрована. Пришлите файл без пароля.
answers-compression = { $member }: данные сжаты методом { $method }. Читается только то, что сохраняют np.savez и np.savez_compressed (без сжатия и deflate).
answers-not-an-array = { $member }: в архиве лежит файл, который не является массивом .npy. Сохраните архив через np.savez, не собирайте его вручную.
answers-safetensors-header = Заголовок файла safetensors повреждён ({ $detail }). Сохраните файл заново через safetensors.numpy.save_file и отправьте ещё раз.
answers-safetensors-offsets = { $member }: указаны байты с { $begin } по { $end } из { $data }, а начинаться они должны с { $expected }. Файл повреждён: сохраните его заново и отправьте ещё раз.

answers-json-syntax = Не удаётся прочитать JSON: в строке { $line }, столбце { $column } стоит «{ $found }», а ожидается: { $expected }. Сохраните файл через json.dump и отправьте ещё раз.
answers-json-end-of-file = конец файла
answers-json-ends = JSON обрывается в строке { $line }, ожидается: { $expected }. Вероятно, файл обрезан: сохраните его заново и отправьте ещё раз.
answers-json-not-object = В файле JSON записан список. Нужен объект, где у каждого ответа свой ключ: {"{"}"task.output": [0.5, 1.5]{"}"}.
answers-json-null = { $member }{ $place }: null, а нужно число. Если значение не удалось вычислить, напишите NaN или не включайте этот ответ в файл.
answers-json-string = { $member }{ $place }: строка, а нужно число. Пишите числа без кавычек и с десятичной точкой.
answers-json-object = { $member }{ $place }: объект, а нужно число. Запишите задачу и ответ одним ключом: "task.output".
answers-json-too-deep = { $member }: глубина вложенности списков больше { $limit }. Запишите массив через x.tolist().
answers-ragged-list = { $member }{ $place }: длина списка { $found }, а у предыдущих { $expected }. Все списки одного уровня должны быть одной длины.
answers-mixed-list = { $member }{ $place }: числа и списки стоят рядом. Все числа массива должны быть на одном уровне вложенности.

answers-same-output-twice = Ключи «{ $first }» и «{ $second }» обозначают один и тот же ответ { $output }. Оставьте что-то одно.
answers-unnamed-array = У массива в .npy нет имени, а в этом задании нужно несколько ответов ({ $outputs }). Пришлите .npz, где у каждого ответа свой ключ, например np.savez("answers.npz", **{"{"}"{ $example }": x{"}"}).

answers-form-empty = Здесь ничего не написано.
answers-form-too-long = Слишком длинная запись числа: символов { $found }, а допускается не больше { $limit }.
answers-form-ambiguous = «{ $text }» можно понять по-разному. Похоже на { $understood }: запишите число так, не разделяя тысячи.
answers-form-fraction = «{ $text }» — это дробь. Запишите её десятичным числом, например 0,25.
answers-form-out-of-range = «{ $text }» не помещается в float64. Если имеется в виду бесконечность, напишите inf.
answers-form-comma-list = «{ $text }» похоже на несколько чисел. Разделите их точкой с запятой: 1,5; 2; 3.
answers-form-not-a-number = «{ $text }» — не число. Напишите, например, -0,5, 1e-3, nan или inf.
answers-form-too-many = Здесь можно написать не больше { $limit } чисел. Если их больше, пришлите файл.
answers-form-item = Число № { $number }: { $error }
