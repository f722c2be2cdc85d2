using System.Globalization;
using Plumb.Cli.Client;
using Plumb.Contracts.Publishers;

namespace Plumb.Cli.Kinds;

internal static class PublisherKind
{
    public static Kind<PublisherView> Kind { get; } = new("publisher", "publishers", () => ClientJson.Reading.PagePublisherView, () => ClientJson.Reading.PublisherView, p => p.Name,
    [
        new("NAME", (p, _) => p.Name),
        new("KIND", (p, _) => p.Kind),
        new("STACKS", (p, _) => p.Stacks.ToString(CultureInfo.InvariantCulture)),
        new("SUBSCRIBERS", (p, _) => p.Kind == "system" ? "all" : string.Join(',', p.Subscribers)),
        new("SCOPE", (p, _) => p.Scope, Wide: true),
    ]);
}
