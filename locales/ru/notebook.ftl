starter-how =
    1. Положите файл `{ $inputs }` рядом с ноутбуком; его имя стоит в первой ячейке. Ваши входные данные — на странице задания; тренировочные создаст `dgm inputs { $homework } -o { $practice }`.
    2. В ячейке задачи замените `None` своим ответом: это массивы NumPy или всё, что понимает `np.asarray`.
    3. Выполните все ячейки. Считайте на CPU или отключите TF32: `torch.backends.cudnn.allow_tf32 = False`. То, на что ответа ещё нет, пропускается.
    4. Проверьте и сдайте файл `{ $answers }`, как сказано в последней ячейке.
    Наибольшее число баллов за задание: { $max }. Сохраните копию ноутбука под своим именем.
starter-points = { $points } { $n ->
    [one] балл
    [few] балла
    [many] баллов
   *[other] балла
}
starter-bonus = дополнительно { $points } { $n ->
    [one] балл
    [few] балла
    [many] баллов
   *[other] балла
}
starter-practice = тренировка, без баллов
starter-column-key = ответ
starter-column-shape = форма
starter-column-dtype = тип
starter-by-hand = Проверяет преподаватель
starter-next = Проверка и сдача
starter-check = Ячейка ниже проверяет ответы к тренировочным данным так же, как сервер, и показывает все числа; для этого нужен пакет `dgm`. То же самое в терминале:
starter-upload = Сдайте файл `{ $answers }` на странице задания или ячейкой ниже: поставьте в ней `SEND = True`. С пакетом `dgm` нужно будет разрешить вход на странице, без него ячейке нужен токен со страницы «Мой профиль» в переменной `DGM_TOKEN`.
starter-no-inputs = Файла { $file } нет рядом с ноутбуком. Ваши входные данные — на странице задания; тренировочные создаст: dgm inputs { $homework } -o { $practice }
starter-outputs-note = всё, что нужно вычислить
starter-answers-note = на что уже есть ответ
starter-answer-note = Запоминает ответ; None значит, что ответа ещё нет.
starter-mark-note = Говорит, к каким входным данным относятся ответы.
starter-none = ответа ещё нет, пропущено
starter-bad-dtype = не годится: нужен массив чисел
starter-tensor-note = тензор PyTorch, в том числе с градиентом или на GPU
starter-bad-shape = форма не та, что нужна:
starter-without = Пакет dgm здесь не установлен: ячейка ничего не проверяет, остальное работает.
starter-install = Установить его: %{ $install }
starter-check-page = Страница задания показывает, что в файле, до отправки: { $page }
starter-check-terminal = То же самое в терминале: { $check }
starter-own-note = Ответы к вашим собственным данным оценивает сервер.
starter-send-note = True отправляет ответы к вашим собственным данным и тратит попытку.
starter-your-solution = Ваше решение: замените None.
starter-end-of-solution = Конец решения.
starter-saved = Ответы сохранены:
starter-nothing = Ответов ещё нет, поэтому файл не записан.
starter-ending = { $name } не оканчивается на .npz, а ноутбук читает входные данные в этом формате.
