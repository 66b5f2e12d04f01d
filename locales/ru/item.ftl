items = Проверяет преподаватель
items-homework = Всё задание
items-one = Задание, которое проверяет преподаватель
items-waiting = { $n ->
    [one] { $n } ответ ждёт проверки преподавателем
    [few] { $n } ответа ждут проверки преподавателем
   *[other] { $n } ответов ждут проверки преподавателем
}
item-none = не отправлено
item-waiting = ждёт преподавателя
item-graded = проверено
item-by-hand = проверяет преподаватель
item-points = Баллы: { $points } из { $max }
item-kept = засчитано { $kept } от { $earned }: отправлено с опозданием
item-of-earlier = Это оценка прежней версии; новая ждёт преподавателя.
item-sent = Отправлено { $at }
item-versions = { $n ->
    [one] { $n } версия
    [few] { $n } версии
   *[other] { $n } версий
}
item-download-text = Скачать как Markdown
item-download-pdf = Скачать PDF
item-download-png = Скачать изображение
item-download-jpeg = Скачать изображение
item-download-ipynb = Скачать ноутбук
item-download-npz = Скачать массивы
item-view = Посмотреть
item-or-file = или
item-files = файл: { $kinds }, до 8 МиБ
item-open = Условие и ответ
item-answer = Ответить
item-answer-again = Отправить другую версию
item-late = Срок прошёл: засчитывается { $kept } баллов.
item-in-vain = Срок прошёл, а ваш ответ отправлен вовремя: засчитывается он, более поздний не засчитался бы.
item-too-many = Версий этого ответа уже 50. Напишите преподавателю, если последняя из них не та, что нужна.
item-text = Ответ текстом
item-text-how = Markdown; формулы пишите между знаками доллара: одним в строке, двумя отдельной строкой.
item-look = Посмотреть
item-preview = Как это будет выглядеть
item-preview-not-sent = Так увидит ответ проверяющий. Ответ ещё не отправлен.
item-send-text = Отправить текст
item-send-file = Отправить файл
item-sent-new = Ответ получен и ждёт преподавателя.
item-sent-again = Этот ответ совпадает с последним; ничего не изменилось.
criterion = Критерий
document-unknown = Файлы такого вида здесь не принимаются. Сохраните ответ в одном из форматов, названных рядом с кнопкой, и отправьте снова.
document-not-taken = Ответы такого вида здесь не принимаются. Принимаются файлы: { $kinds }.
document-no-notebook = Это не ноутбук Jupyter (формат версии 4, до 1000 ячеек и до 50 выводов в каждой). Сохраните его как .ipynb ещё раз и отправьте.
document-broken = Изображение не читается: повреждено его начало. Сохраните его заново и отправьте снова.
document-pixels = В изображении больше 64 мегапикселей. Уменьшите его и отправьте снова.
writing-empty = Здесь ничего не написано.
writing-too-long = Текст слишком длинный. В ответе может быть до 32 000 знаков, в комментарии или сообщении — до 4000.
kind-text = текст
kind-ipynb = ноутбук
kind-npz = массивы
file-pdf = PDF
file-png = PNG
file-jpeg = JPEG
file-ipynb = ноутбук (.ipynb)
file-npz = массивы (.npz)
kind-pdf = PDF
kind-png = изображение
kind-jpeg = изображение
