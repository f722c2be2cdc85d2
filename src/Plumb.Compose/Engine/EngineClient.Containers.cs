using System.Globalization;
using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Engine;

public sealed partial class EngineClient
{
    private const string ProjectLabel = Model.Labels.Project;

    /// <summary>All containers, in every state, of every Compose project, or of one.</summary>
    /// <param name="project">Null: of all.</param>
    public Task<EngineAnswer<List<ContainerItem>>> ListContainersAsync(string? project, CancellationToken cancellation) =>
        CallAsync(
            api => _transport.GetAsync(
                $"{api}/containers/json?all=1&filters={LabelFilter(project)}", EngineJson.Default.ListContainerItem, _timeouts.Look, cancellation),
            cancellation);

    /// <param name="idOrName">Id, or name without a leading slash.</param>
    public Task<EngineAnswer<ContainerDetail>> InspectContainerAsync(string idOrName, CancellationToken cancellation) =>
        CallAsync(
            api => _transport.GetAsync(
                $"{api}/containers/{Segment(idOrName)}/json", EngineJson.Default.ContainerDetail, _timeouts.Look, cancellation),
            cancellation);

    /// <summary>False: it was running already.</summary>
    public Task<EngineAnswer<bool>> StartAsync(string id, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Post, $"containers/{Segment(id)}/start", _timeouts.Change, cancellation);

    /// <summary>False: it was stopped already.</summary>
    /// <param name="grace">How long it may take to end by itself; null: as the container says (10 s unless set).</param>
    public Task<EngineAnswer<bool>> StopAsync(string id, TimeSpan? grace, CancellationToken cancellation) =>
        ChangeAsync(
            HttpMethod.Post,
            string.Create(CultureInfo.InvariantCulture, $"containers/{Segment(id)}/stop{(grace is { } t ? $"?t={(int)Math.Ceiling(t.TotalSeconds)}" : "")}"),
            grace is { } given ? given + _timeouts.Change : Timeout.InfiniteTimeSpan,
            cancellation);

    /// <summary>A container that is not paused is an Error.</summary>
    public Task<EngineAnswer<bool>> UnpauseAsync(string id, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Post, $"containers/{Segment(id)}/unpause", _timeouts.Change, cancellation);

    public Task<EngineAnswer<bool>> RenameAsync(string id, string name, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Post, $"containers/{Segment(id)}/rename?name={Uri.EscapeDataString(name)}", _timeouts.Change, cancellation);

    /// <summary>Sets limits and restart policy of a container that may run; a limit of 0 stays as it is, but for processes.</summary>
    public Task<EngineAnswer<bool>> UpdateAsync(string id, Model.ContainerSettings settings, CancellationToken cancellation) =>
        CallAsync(
            api => _transport.ChangeAsync(
                HttpMethod.Post, $"{api}/containers/{Segment(id)}/update", Wire.HostSettings.Of(settings), EngineJson.Default.HostSettings, _timeouts.Change, cancellation),
            cancellation);

    /// <summary>Removes a container; one that is not there is an Error 404.</summary>
    /// <param name="force">Killed first when it runs.</param>
    /// <param name="volumes">Its anonymous volumes go with it; named ones never do.</param>
    public Task<EngineAnswer<bool>> RemoveContainerAsync(string id, bool force, bool volumes, CancellationToken cancellation) =>
        ChangeAsync(
            HttpMethod.Delete, $"containers/{Segment(id)}?force={(force ? 1 : 0)}&v={(volumes ? 1 : 0)}", _timeouts.Change, cancellation);

    /// <summary>Waits until the container does not run; only <paramref name="cancellation"/> ends the wait early.</summary>
    /// <returns>Its exit code.</returns>
    public Task<EngineAnswer<int>> WaitAsync(string id, CancellationToken cancellation) =>
        CallAsync(
            async api =>
            {
                var ended = await _transport.SendAsync(
                    HttpMethod.Post,
                    $"{api}/containers/{Segment(id)}/wait",
                    async (response, limit) =>
                    {
                        await using var body = await response.Content.ReadAsStreamAsync(limit);
                        return await System.Text.Json.JsonSerializer.DeserializeAsync(body, EngineJson.Default.WaitResult, limit)
                            ?? throw new System.Text.Json.JsonException("the answer was null");
                    },
                    Timeout.InfiniteTimeSpan,
                    cancellation);
                return ended.Map(result => result.StatusCode);
            },
            cancellation);

    private Task<EngineAnswer<bool>> ChangeAsync(HttpMethod method, string path, TimeSpan timeout, CancellationToken cancellation) =>
        CallAsync(api => _transport.ChangeAsync(method, $"{api}/{path}", timeout, cancellation), cancellation);

    private static string Segment(string idOrName) => Uri.EscapeDataString(idOrName);

    private static string LabelFilter(string? project)
    {
        var label = project is null ? ProjectLabel : $"{ProjectLabel}={project}";
        return Uri.EscapeDataString($$"""{"label":["{{System.Text.Json.JsonEncodedText.Encode(label)}}"]}""");
    }
}
