using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Plumb.Cli.Client;
using Plumb.Cli.Output;
using Plumb.Contracts.Stacks;

namespace Plumb.Cli.Kinds;

/// <summary>A column of a kind's table.</summary>
/// <param name="Wide">Only with <c>-o wide</c>.</param>
internal sealed record Column<T>(string Title, Func<T, DateTimeOffset, Cell> Of, bool Wide = false);

/// <summary>A row ready to be written, and the object as the API gave it.</summary>
internal sealed record Listed(string Name, JsonElement Raw, IReadOnlyList<Cell> Cells);

/// <summary>Which of a kind are wanted.</summary>
/// <param name="Selector">By labels and annotations: <c>env=prod,!spot</c>.</param>
/// <param name="Stack">Only those of this stack.</param>
/// <param name="Limit">At most so many; null: as many as the kind gives unasked.</param>
internal sealed record Narrowing(string? Selector = null, string? Stack = null, int? Limit = null);

/// <summary>A kind of thing that can be listed.</summary>
internal abstract class Kind(string singular, string plural)
{
    /// <summary>The list can be narrowed by labels and annotations.</summary>
    public bool HasLabels { get; init; }

    /// <summary>There are many and they are past: no more than this many of the newest unless more are asked for; null: all.</summary>
    public int? Newest { get; init; }

    public string Singular => singular;

    public string Plural => plural;

    public abstract IReadOnlyList<string> Titles(bool wide);

    /// <summary>Those that are asked for, page after page.</summary>
    public abstract Task<IReadOnlyList<Listed>> ListAsync(ApiClient api, Narrowing narrowing, bool wide, TimeProvider time, CancellationToken cancellation);

    public abstract Task<Listed> OneAsync(ApiClient api, string name, bool wide, TimeProvider time, CancellationToken cancellation);
}

/// <summary>How JSON is read is only made when something is read: most commands never do.</summary>
internal sealed class Kind<T>(
    string singular, string plural, Func<JsonTypeInfo<Page<T>>> page, Func<JsonTypeInfo<T>> item, Func<T, string> name, IReadOnlyList<Column<T>> columns) : Kind(singular, plural)
{
    /// <summary>The most that the API gives at once.</summary>
    private const int PageSize = 500;

    /// <summary>One of them is asked for by looking for it in the list.</summary>
    public bool IsOnlyListed { get; init; }

    public override IReadOnlyList<string> Titles(bool wide) => [.. Shown(wide).Select(c => c.Title)];

    public override async Task<IReadOnlyList<Listed>> ListAsync(ApiClient api, Narrowing narrowing, bool wide, TimeProvider time, CancellationToken cancellation)
    {
        var most = narrowing.Limit ?? Newest ?? int.MaxValue;
        var all = new List<Listed>();
        string? after = null;
        do
        {
            var query = $"?limit={Math.Min(most - all.Count, PageSize)}{Query("after", after)}{Query("label", narrowing.Selector)}{Query("stack", narrowing.Stack)}";
            var answer = await api.GetAsync($"list {Plural}", $"api/v1/{Plural}{query}", page(), cancellation);
            all.AddRange(Rows(answer, time, wide));
            after = answer.Value.Next;
        }
        while (after is not null && all.Count < most);
        return all;
    }

    /// <summary>The rows of one page.</summary>
    public IEnumerable<Listed> Rows(Answer<Page<T>> answer, TimeProvider time, bool wide = false) =>
        answer.Value.Items.Zip(answer.Raw.GetProperty("items").EnumerateArray(), (value, raw) => Row(value, raw, wide, time));

    public override async Task<Listed> OneAsync(ApiClient api, string name, bool wide, TimeProvider time, CancellationToken cancellation)
    {
        if (IsOnlyListed)
        {
            return (await ListAsync(api, new(), wide, time, cancellation)).FirstOrDefault(row => row.Name == name)
                ?? throw new CommandException($"read {Singular} '{name}'", $"there is no such {Singular}", $"'plumb get {Plural} -o name' lists them.");
        }

        var path = this == (object)StackKind.Kind ? await StackPath.OfAsync(api, name, cancellation) : $"api/v1/{Plural}/{Uri.EscapeDataString(name)}";
        var answer = await api.GetAsync($"read {Singular} '{name}'", path, item(), cancellation);
        return Row(answer.Value, answer.Raw, wide, time);
    }

    private static string Query(string key, string? value) => value is null ? "" : $"&{key}={Uri.EscapeDataString(value)}";

    private IEnumerable<Column<T>> Shown(bool wide) => columns.Where(c => wide || !c.Wide);

    private Listed Row(T value, JsonElement raw, bool wide, TimeProvider time) =>
        new(name(value), raw, [.. Shown(wide).Select(c => c.Of(value, time.GetUtcNow()))]);
}
