# bash completion of bootstrap-sdk; the program writes it, so that it fits the installed one.
eval "$(bootstrap-sdk generate-completion)"
