using Plumb.Cli.Kinds;
using Plumb.Cli.Output;

namespace Plumb.Cli.Verbs;

/// <summary>Shows a list and then each change of it. A control plane that goes away is waited for.</summary>
internal sealed class Watch(Surroundings surroundings, Kind kind, OutputFormat format, bool headers)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TableWriter table = new(surroundings, kind.Titles(format == OutputFormat.Wide), headers);
    private readonly Dictionary<string, string> shown = new(StringComparer.Ordinal);

    /// <summary>Until it is cancelled; the first list must succeed.</summary>
    public async Task<int> RunAsync(Func<Task<IReadOnlyList<Listed>>> listAsync, CancellationToken cancellation)
    {
        Show(await listAsync());
        var away = false;
        while (true)
        {
            await Task.Delay(Pause, surroundings.Time, cancellation);
            try
            {
                Show(await listAsync());
                away = false;
            }
            catch (CommandException error) when (!cancellation.IsCancellationRequested)
            {
                if (!away)
                {
                    await surroundings.Error.WriteLineAsync($"plumb: {Clean.Line(error.Message)}; trying again");
                }

                away = true;
            }
        }
    }

    private void Show(IReadOnlyList<Listed> rows)
    {
        var changed = rows.Where(row => shown.GetValueOrDefault(row.Name) != row.Raw.GetRawText()).ToList();
        foreach (var name in shown.Keys.Except(rows.Select(r => r.Name), StringComparer.Ordinal).ToList())
        {
            shown.Remove(name);
            surroundings.Error.WriteLine($"{kind.Singular} {Clean.Line(name)} is gone.");
        }

        foreach (var row in changed)
        {
            shown[row.Name] = row.Raw.GetRawText();
        }

        Write(changed);
    }

    private void Write(List<Listed> rows)
    {
        switch (format)
        {
            case OutputFormat.Json or OutputFormat.Yaml:
                rows.ForEach(row => JsonOutput.WriteLine(surroundings.Out, row.Raw));
                break;
            case OutputFormat.Name:
                rows.ForEach(row => surroundings.Out.WriteLine($"{kind.Singular}/{row.Name}"));
                break;
            case OutputFormat.Table or OutputFormat.Wide:
                table.Write([.. rows.Select(r => r.Cells)]);
                break;
            default:
                throw new InvalidOperationException($"No such format: {format}.");
        }

        surroundings.Out.Flush();
    }
}
