using System.Security.Cryptography;
using System.Text.Json;
using Plumb.Contracts.Json;

namespace Plumb.Agent.Reporting;

/// <summary>A report without what differs each time: two of one shape say the same.</summary>
internal static class ReportShape
{
    public static byte[] Of(StackStanding stack, IReadOnlyList<string> handled)
    {
        var report = StackReports.Of(stack, handled, id: "", number: 0) with { LookedAt = default };
        return SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(report, PlumbJson.Default.StackReport));
    }
}
