using System.Reflection;
using Plumb.Cli.Commands;

namespace Plumb.Cli.Completion;

/// <summary><c>plumb completion bash|zsh|fish</c>: the script that teaches a shell plumb's words.</summary>
internal sealed class CompletionVerb : Verb
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    public CompletionVerb(Surroundings surroundings)
        : base("completion", "Prints a script that completes plumb's words, and the names of what there is, in a shell.",
            new Example("source <(plumb completion bash)", "for this bash"),
            new Example("plumb completion bash > /etc/bash_completion.d/plumb", "for every bash"),
            new Example("plumb completion zsh > ~/.zfunc/_plumb", "for zsh, with ~/.zfunc in fpath"),
            new Example("plumb completion fish > ~/.config/fish/completions/plumb.fish", "for fish"))
    {
        var shell = Word("SHELL", $"One of {string.Join(", ", Shells)}.");
        shell.CompletionSources.Add(_ => Shells.Select(s => new System.CommandLine.Completions.CompletionItem(s)));
        Runs((parse, _) =>
        {
            var word = parse.GetValue(shell)!;
            surroundings.Out.Write(Shells.Contains(word)
                ? Script(word)
                : throw new UsageException(UsageCodes.WordInvalid, $"unknown shell '{word}'; there are {string.Join(", ", Shells)}"));
            return Task.FromResult(ExitCode.Good);
        });
    }

    private static string Script(string shell)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Plumb.Cli.Completion.plumb.{shell}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
