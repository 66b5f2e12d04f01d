sharing = Shared answers
sharing-what = Wrong answers that are right for the inputs of another student, and files that another had sent before. Students never see this, and no points depend on it: ask before you judge.
sharing-other = Right for the inputs of
sharing-tasks = Which
sharing-same-file = the same file, byte for byte
sharing-answers = Answers to the inputs of others
sharing-files = The same file
sharing-senders = Sent by
sharing-whose = Who sent it first
sharing-sent = Arrived
sharing-file-what = Everybody who sent exactly these bytes, whoever was first first.
sharing-newest = the newest
sharing-older = older ones
sharing-here = Answers here are right for the inputs of somebody else:
sharing-here-what = Students do not see this, and it changes no points.
sharing-none = Nothing was found.
sharing-left = { $n ->
    [one] { $n } submission is not compared yet; that is done at night.
   *[other] { $n } submissions are not compared yet; that is done at night.
}
sharing-left-more = More than { $n } submissions are not compared yet; that is done at night.
sharing-all = All submissions are compared.
sharing-last = Last compared on { $at }.
sharing-now = Compare now
