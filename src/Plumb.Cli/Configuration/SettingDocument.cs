using System.Text;

namespace Plumb.Cli.Configuration;

/// <summary>The table of settings as a page of the documentation.</summary>
public static class SettingDocument
{
    /// <param name="surroundings">Whose defaults are shown: root's, on a terminal.</param>
    public static string Markdown(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var page = new StringBuilder();
        page.AppendLine("| key | flag | environment | value | default | what it is |");
        page.AppendLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var setting in SettingTable.All)
        {
            var suffix = setting.Secret ? "-file" : "";
            var variables = setting.Variables.Take(1).Concat(setting.Known.Select(k => k.Variable)).SelectMany(v => setting.Secret ? new[] { v, $"{v}_FILE" } : [v]);
            page.AppendLine($"| `{setting.Key}` | `--{setting.Flag}{suffix}` | {string.Join(", ", variables.Select(v => $"`{v}`"))} | {setting.Expected} | {Default(setting, surroundings)}| {setting.Doc} |");
        }

        return page.ToString();
    }

    private static string Default(Setting setting, Surroundings surroundings) =>
        setting.DefaultText(surroundings) is { Count: > 0 } texts ? $"`{string.Join(',', texts)}` " : "";
}
