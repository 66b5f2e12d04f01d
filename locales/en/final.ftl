final-not-points = { $text } cannot be graded
final-negative = points are never negative
points-not-a-number = points are a decimal number such as 2 or 2.5
points-too-fine = points have at most three digits after the decimal point
points-too-large = this is more points than any course has
