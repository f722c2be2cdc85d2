using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Plumb.TestKit;

namespace Plumb.SideBySide.Fleet;

/// <summary>Kestrel and one line that answers 304, no routing and no key: in a process of its own, with the very runtime settings of <c>bin/plumb</c>.</summary>
internal static class Bare
{
    private const string ETag = "\"00000000-0000-7000-8000-000000000000.1\"";

    /// <param name="port">It listens there, on loopback.</param>
    /// <param name="settings">A file that it may write.</param>
    public static Process Start(int port, string settings)
    {
        // Plumb brings its runtime along, and this one takes the machine's: all else is the same.
        var own = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(typeof(Bare).Assembly.Location, ".runtimeconfig.json")))!;
        own["runtimeOptions"]!["configProperties"] = JsonNode.Parse(File.ReadAllText(Repository.At("bin", "plumb.runtimeconfig.json")))!["runtimeOptions"]!["configProperties"]!.DeepClone();
        File.WriteAllText(settings, own.ToJsonString());
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", settings, typeof(Bare).Assembly.Location, "bare", $"{port}"]) { UseShellExecute = false })!;
    }

    public static async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(new IPEndPoint(IPAddress.Loopback, port));
            kestrel.AddServerHeader = false;
        });
        await using var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.Headers.ETag = ETag;
            return Task.CompletedTask;
        });
        await app.RunAsync();
    }
}
