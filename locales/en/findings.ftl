found-inputs-practice = practice, seed 0
found-other-inputs = The answers are right for other inputs ({ $inputs }). Download your own and run the same code.
found-sign = All numbers are right with the other sign.
found-factor = All numbers differ from the right ones by one constant factor.
found-usual-factor = All numbers differ by one constant factor: { $factor }.
found-constant-two = 2
found-constant-half = 1/2
found-constant-pi = π
found-constant-ln2 = ln 2
found-constant-bits = 1/ln 2 (bits for nats)
found-constant-sum-for-mean = the length of axis “{ $axis }” (a sum for a mean)
found-constant-mean-for-sum = one over the length of axis “{ $axis }” (a mean for a sum)
found-constant-unbiased-for-biased = N/(N − 1) of axis “{ $axis }” (divided by N − 1, not by N)
found-constant-biased-for-unbiased = (N − 1)/N of axis “{ $axis }” (divided by N, not by N − 1)
found-constant-sign = and the sign
found-transposed = The numbers are right, but the axes are permuted: transpose to ({ $axes }).
found-order-reversed = The rows are right, but in reverse order.
found-order-later = The rows are right, but shifted down by one.
found-order-earlier = The rows are right, but shifted up by one.
found-rounded-float16 = The numbers are right to the precision of float16 only.
found-rounded-bfloat16 = The numbers are right to the precision of bfloat16 only.
found-rounded-decimals = { $n ->
    [one] The numbers are rounded to { $n } decimal.
   *[other] The numbers are rounded to { $n } decimals.
}
found-rounded-digits = { $n ->
    [one] The numbers are right to { $n } digit only.
   *[other] The numbers are right to { $n } digits only.
}
found-rounded-arithmetic = The numbers are right to about 3 digits only, or a small term is missing.
found-precision = Compute in float32 or float64 and do not round; on a GPU switch TF32 off (torch.backends.cudnn.allow_tf32 = False, torch.backends.cuda.matmul.allow_tf32 = False).
found-precision-half = Save and compute in float32 or float64: x.astype(np.float32), in PyTorch x.float() and without autocast.
