using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Engine;

public sealed partial class EngineClient
{
    /// <summary>All networks, whoever made them: a stack may name one that has no label.</summary>
    public Task<EngineAnswer<List<NetworkItem>>> ListNetworksAsync(CancellationToken cancellation) =>
        CallAsync(api => _transport.GetAsync($"{api}/networks", EngineJson.Default.ListNetworkItem, _timeouts.Look, cancellation), cancellation);

    /// <summary>All volumes, whoever made them.</summary>
    public async Task<EngineAnswer<IReadOnlyList<VolumeItem>>> ListVolumesAsync(CancellationToken cancellation)
    {
        var list = await CallAsync(
            api => _transport.GetAsync($"{api}/volumes", EngineJson.Default.VolumeList, _timeouts.Look, cancellation), cancellation);
        return list.Map(answer => answer.Volumes ?? []);
    }

    public Task<EngineAnswer<NetworkItem>> InspectNetworkAsync(string name, CancellationToken cancellation) =>
        CallAsync(
            api => _transport.GetAsync($"{api}/networks/{Segment(name)}", EngineJson.Default.NetworkItem, _timeouts.Look, cancellation), cancellation);

    public Task<EngineAnswer<VolumeItem>> InspectVolumeAsync(string name, CancellationToken cancellation) =>
        CallAsync(
            api => _transport.GetAsync($"{api}/volumes/{Segment(name)}", EngineJson.Default.VolumeItem, _timeouts.Look, cancellation), cancellation);

    /// <summary>The image that a name means on this engine now; 404 when there is none.</summary>
    /// <param name="name">Such as <c>nginx:1.27</c>, <c>registry:5000/team/app@sha256:…</c>, or an id.</param>
    public Task<EngineAnswer<ImageDetail>> InspectImageAsync(string name, CancellationToken cancellation)
    {
        // The engine routes the slashes of an image's name itself, and takes them unescaped only.
        var path = string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
        return CallAsync(
            api => _transport.GetAsync($"{api}/images/{path}/json", EngineJson.Default.ImageDetail, _timeouts.Look, cancellation), cancellation);
    }
}
