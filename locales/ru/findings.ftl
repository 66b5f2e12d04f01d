found-inputs-practice = учебный, seed 0
found-other-inputs = Ответы верны для других входных данных (вариант: { $inputs }). Скачайте свои и запустите тот же код.
found-sign = Все числа верны с другим знаком.
found-factor = Все числа отличаются от верных одним постоянным множителем.
found-usual-factor = Все числа отличаются одним множителем: { $factor }.
found-constant-two = 2 (вдвое больше)
found-constant-half = 1/2 (вдвое меньше)
found-constant-pi = π (число пи)
found-constant-ln2 = ln 2 (наты вместо битов)
found-constant-bits = 1/ln 2 (биты вместо натов)
found-constant-sum-for-mean = длина оси «{ $axis }» (сумма вместо среднего)
found-constant-mean-for-sum = обратная к длине оси «{ $axis }» (среднее вместо суммы)
found-constant-unbiased-for-biased = N/(N − 1) по оси «{ $axis }» (деление на N − 1, а не на N)
found-constant-biased-for-unbiased = (N − 1)/N по оси «{ $axis }» (деление на N, а не на N − 1)
found-constant-sign = и другой знак
found-transposed = Числа верны, но оси переставлены: переставьте их в порядке ({ $axes }).
found-order-reversed = Строки верны, но стоят в обратном порядке.
found-order-later = Строки верны, но сдвинуты на одну вниз.
found-order-earlier = Строки верны, но сдвинуты на одну вверх.
found-rounded-float16 = Числа верны только с точностью float16.
found-rounded-bfloat16 = Числа верны только с точностью bfloat16.
found-rounded-decimals = { $n ->
    [one] Числа округлены до { $n } знака после запятой.
    [few] Числа округлены до { $n } знаков после запятой.
   *[other] Числа округлены до { $n } знаков после запятой.
}
found-rounded-digits = { $n ->
    [one] Числа верны только до { $n } цифры.
    [few] Числа верны только до { $n } цифр.
   *[other] Числа верны только до { $n } цифр.
}
found-rounded-arithmetic = Числа верны только примерно до 3 цифр, или потеряно малое слагаемое.
found-precision = Считайте во float32 или float64 и не округляйте; на GPU отключите TF32 (torch.backends.cudnn.allow_tf32 = False, torch.backends.cuda.matmul.allow_tf32 = False).
found-precision-half = Сохраняйте и считайте во float32 или float64: x.astype(np.float32), в PyTorch x.float() и без autocast.
