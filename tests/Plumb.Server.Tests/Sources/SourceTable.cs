using System.Collections.Concurrent;
using Plumb.Contracts.Sources;
using Plumb.Server.Sources.Refreshing;

namespace Plumb.Server.Tests.Sources;

/// <summary>Sources that are there, none of which was refreshed before.</summary>
internal sealed class SourceTable : ISourceList
{
    public ConcurrentDictionary<string, SourceSpec> Sources { get; } = new();

    public IReadOnlyList<(NamedSource Source, RefreshStatus Last)> List() => [.. Sources.Select(s => (new NamedSource(s.Key, s.Value), new RefreshStatus()))];
}
