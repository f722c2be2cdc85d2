# Completion of plumb's words in fish. Made by 'plumb completion fish'.
function __plumb_complete
    set -l line (commandline -cp)
    set -l words (commandline -opc)
    set -l flag (string match -r -- '^--[^=]*=' (commandline -ct))
    for word in ($words[1] __complete (string length -- "$line") "$line" 2>/dev/null)
        echo -- "$flag$word"
    end
end
complete -c plumb -f -a '(__plumb_complete)'
