starter-how =
    1. Положите файл `{ $inputs }` рядом с тетрадкой; его имя стоит в первой ячейке. Ваши входные данные — на странице задания; тренировочные создаст `dgm inputs { $homework } -o { $practice }`.
    2. В ячейке задачи замените `None` своим ответом: это массивы NumPy или всё, что понимает `np.asarray`.
    3. Выполните все ячейки. Считайте на CPU или отключите TF32: `torch.backends.cudnn.allow_tf32 = False`. То, на что ответа ещё нет, пропускается.
    4. Проверьте и сдайте файл `{ $answers }`, как сказано в последней ячейке.
    За задание можно получить { $max } баллов. Сохраните копию тетрадки под своим именем.
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
starter-check = На тренировочных данных — те же вердикты и подсказки, что и на сервере; на ваших собственных — всё ли на месте и той ли формы:
starter-upload =
    Сдайте файл `{ $answers }` на странице задания или из терминала, с токеном со страницы вашей учётной записи:
    ```sh
    curl --fail-with-body -H "Authorization: Bearer TOKEN" --data-binary @{ $answers } https://SERVER/api/v1/homeworks/{ $homework }/submissions
    ```
starter-no-inputs = Файла { $file } нет рядом с тетрадкой. Ваши входные данные — на странице задания; тренировочные создаст: dgm inputs { $homework } -o { $practice }
starter-outputs-note = всё, что нужно вычислить
starter-answers-note = на что уже есть ответ
starter-answer-note = Запоминает ответ; None значит, что ответа ещё нет.
starter-mark-note = Говорит, к каким входным данным относятся ответы.
starter-none = ответа ещё нет, пропущено
starter-bad-dtype = не годится: нужен массив чисел
starter-your-solution = Ваше решение: замените None.
starter-end-of-solution = Конец решения.
starter-saved = Ответы сохранены:
starter-nothing = Ответов ещё нет, поэтому файл не записан.
starter-ending = { $name } не оканчивается на .npz, а тетрадка читает входные данные в этом формате.
