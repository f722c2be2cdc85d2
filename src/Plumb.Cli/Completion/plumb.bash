# Completion of plumb's words in bash. Made by 'plumb completion bash'.
_plumb() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        COMPREPLY+=("$(printf '%q' "$word")")
    done < <("${COMP_WORDS[0]}" __complete "$COMP_POINT" "$COMP_LINE" 2>/dev/null)
}
complete -o bashdefault -F _plumb plumb
