# Completion of plumb's words in fish. Made by 'plumb completion fish'.
function __plumb_complete
    set -l line (commandline -cp)
    set -l words (commandline -opc)
    $words[1] __complete (string length -- "$line") "$line" 2>/dev/null
end
complete -c plumb -f -a '(__plumb_complete)'
