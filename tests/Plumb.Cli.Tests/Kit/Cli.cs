using Plumb.TestKit;

namespace Plumb.Cli.Tests.Kit;

/// <summary>How a command ended and what it wrote.</summary>
public sealed record Ran(int Exit, string Out, string Error)
{
    public IReadOnlyList<string> OutLines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override string ToString() => $"exit {Exit}\n--- out\n{Out}\n--- error\n{Error}";
}

/// <summary>The command in this process, on a machine of its own: no variable, file or running control plane of the real one is seen.</summary>
public sealed class Cli : IDisposable
{
    public Cli()
    {
        Directory.CreateDirectory(Home.At("work"));
        Environment["HOME"] = Home.Path;
    }

    public TempDir Home { get; } = new("plumb-cli-");

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public bool IsRoot { get; set; }

    public bool IsTerminal { get; set; }

    public int Width { get; set; } = 120;

    /// <summary>Standard input.</summary>
    public string Input { get; set; } = "";

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public string WorkingDirectory => Home.At("work");

    /// <summary>Writes a file of the working directory.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        var path = Path.Combine(WorkingDirectory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public async Task<Ran> RunAsync(params string[] args) => await RunAsync(args, CancellationToken.None);

    public async Task<Ran> RunAsync(string[] args, CancellationToken cancellation)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var exit = await PlumbCommand.RunAsync(args, Surroundings(output, error), cancellation);
        return new(exit, output.ToString(), error.ToString());
    }

    public Surroundings Surroundings(TextWriter output, TextWriter error) => new()
    {
        Out = output,
        Error = error,
        In = () => new StringReader(Input),
        Environment = Environment,
        WorkingDirectory = WorkingDirectory,
        Time = Time,
        IsRoot = IsRoot,
        RuntimeDirectories = [Home.At("run")],
        OutIsTerminal = IsTerminal,
        ErrorIsTerminal = IsTerminal,
        Width = Width,
    };

    public void Dispose() => Home.Dispose();
}
