using System.Text.Json;
using System.Text.Json.Nodes;
using Plumb.Cli.Kinds;

namespace Plumb.Cli.Output;

/// <summary>Writes things of a kind in any of the formats.</summary>
internal sealed class ListOutput(Surroundings surroundings, Kind kind)
{
    /// <summary>All pages as the one page that they would be.</summary>
    public static JsonElement PageOf(IReadOnlyList<Listed> all) =>
        new JsonObject { ["items"] = new JsonArray([.. all.Select(row => JsonNode.Parse(row.Raw.GetRawText()))]), ["next"] = null }.ToElement();

    public int Write(OutputFormat format, IReadOnlyList<Listed> rows, JsonElement raw, bool headers)
    {
        switch (format)
        {
            case OutputFormat.Json:
                JsonOutput.Write(surroundings.Out, raw);
                break;
            case OutputFormat.Yaml:
                YamlOutput.Write(surroundings.Out, raw);
                break;
            case OutputFormat.Name:
                foreach (var row in rows)
                {
                    surroundings.Out.WriteLine($"{kind.Singular}/{row.Name}");
                }

                break;
            case OutputFormat.Table or OutputFormat.Wide when rows.Count == 0:
                surroundings.Error.WriteLine($"There are no {kind.Plural}.");
                break;
            case OutputFormat.Table or OutputFormat.Wide:
                new TableWriter(surroundings, kind.Titles(format == OutputFormat.Wide), headers).Write([.. rows.Select(r => r.Cells)]);
                break;
            default:
                throw new InvalidOperationException($"No such format: {format}.");
        }

        return ExitCode.Good;
    }
}
