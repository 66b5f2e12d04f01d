inputs-no-task = В файле нет входных данных задания { $homework }. Создайте его командой: dgm inputs { $homework } -o inputs.npz
inputs-misfit = Входные данные задачи { $task } не подходят: { $what }. Скачайте файл входных данных заново.
reference-failed = эталонное решение не справилось с этими данными: это ошибка проверки, сообщите о ней
inputs-unfit = { $what }
