#compdef bootstrap-sdk
# zsh completion of bootstrap-sdk; the program writes it, so that it fits the installed one.
eval "$(bootstrap-sdk generate-completion)"
_bash_complete -o default -F _complete_bootstrap-sdk
