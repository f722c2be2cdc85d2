using System.Net;
using System.Text;
using Plumb.Contracts.Problems;

namespace Plumb.Server.Api;

/// <summary>All problem codes as a page: where each problem's <c>type</c> leads to.</summary>
internal static class ProblemList
{
    public static string Html()
    {
        var rows = new StringBuilder();
        foreach (var code in ProblemCodes.All.OrderBy(code => code.Code, StringComparer.Ordinal))
        {
            rows.Append($"<tr id=\"{Text(code.Code)}\"><td><code>{Text(code.Code)}</code><td>{code.Status}<td>{Text(code.Title)}<td>{Text(code.Mend)}</tr>\n");
        }

        return $"""
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>Plumb: problems</title>
            <style>body{"{"}font:16px/1.5 system-ui;margin:2rem auto;max-width:60rem{"}"}td,th{"{"}padding:.3rem .8rem;text-align:left;vertical-align:top{"}"}:target{"{"}background:#fe9{"}"}</style>
            <h1>Problems</h1>
            <p>Every error is a problem (RFC 9457) with one of these codes.</p>
            <table><tr><th>Code<th>Status<th>Meaning<th>Mend</tr>
            {rows}</table></html>
            """;
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
