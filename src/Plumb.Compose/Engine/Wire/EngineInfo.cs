using System.Text.Json.Serialization;

namespace Plumb.Compose.Engine.Wire;

/// <summary><c>GET /info</c>: which limits the engine's kernel can set.</summary>
public sealed record EngineInfo
{
    public bool MemoryLimit { get; init; } = true;

    public bool SwapLimit { get; init; } = true;

    public bool CpuCfsPeriod { get; init; } = true;

    public bool CpuCfsQuota { get; init; } = true;

    [JsonPropertyName("CPUShares")]
    public bool CpuShares { get; init; } = true;

    [JsonPropertyName("CPUSet")]
    public bool CpuSet { get; init; } = true;

    public bool PidsLimit { get; init; } = true;

    /// <summary>There is no limit that it cannot set.</summary>
    [JsonIgnore]
    public bool SetsAll => MemoryLimit && SwapLimit && CpuCfsPeriod && CpuCfsQuota && CpuShares && CpuSet && PidsLimit;
}
