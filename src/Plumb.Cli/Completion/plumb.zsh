#compdef plumb
# Completion of plumb's words in zsh. Made by 'plumb completion zsh'.
_plumb() {
    local line="${(j: :)words[1,CURRENT]}"
    local -a found
    found=("${(@f)$("${words[1]}" __complete ${#line} "$line" 2>/dev/null)}")
    [[ -n "$found" ]] || return 1
    compset -P '*='
    compadd -- "${found[@]}"
}
if [[ "${funcstack[1]}" == _plumb ]]; then _plumb "$@"; else compdef _plumb plumb; fi
