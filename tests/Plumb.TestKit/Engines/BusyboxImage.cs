using System.Formats.Tar;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Plumb.TestKit;

/// <summary>
/// An image of busybox alone, as <c>docker load</c> takes it. Its stop signal is KILL, so that its containers stop at once.
/// The same name and environment give the same image id on every engine.
/// </summary>
internal static class BusyboxImage
{
    private static readonly Lazy<Task<byte[]>> Layer = new(BuildLayerAsync);

    public static async Task<byte[]> ArchiveAsync(string reference, IReadOnlyList<string> environment)
    {
        var layer = await Layer.Value;
        var config = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64",
            os = "linux",
            created = "2024-01-01T00:00:00Z",
            config = new { Env = (string[])["PATH=/bin", .. environment], Cmd = (string[])["sh"], StopSignal = "SIGKILL" },
            rootfs = new { type = "layers", diff_ids = (string[])["sha256:" + Digest(layer)] },
            history = (object[])[new { created = "2024-01-01T00:00:00Z", created_by = "busybox" }],
        });
        var configName = Digest(config) + ".json";
        var manifest = JsonSerializer.SerializeToUtf8Bytes((object[])[
            new { Config = configName, RepoTags = (string[])[reference], Layers = (string[])["layer.tar"] }]);

        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            await WriteFileAsync(tar, "manifest.json", manifest, "644");
            await WriteFileAsync(tar, configName, config, "644");
            await WriteFileAsync(tar, "layer.tar", layer, "644");
        }

        return archive.ToArray();
    }

    private static async Task<byte[]> BuildLayerAsync()
    {
        var binary = File.Exists("/bin/busybox") ? "/bin/busybox" : "/usr/bin/busybox";
        if (!File.Exists(binary))
            throw new InvalidOperationException("No busybox on this machine: apt-get install busybox-static (eng/machine/ensure-test-tools.sh does it).");
        var applets = (await Command.MustAsync(binary, ["--list"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        using var layer = new MemoryStream();
        await using (var tar = new TarWriter(layer, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var name in (string[])["bin", "etc", "tmp", "srv", "var", "proc", "sys", "dev"])
                await tar.WriteEntryAsync(Dated(new UstarTarEntry(TarEntryType.Directory, name + "/") { Mode = Mode("755") }));
            await WriteFileAsync(tar, "bin/busybox", await File.ReadAllBytesAsync(binary), "755");
            await WriteFileAsync(tar, "etc/passwd", "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n"u8.ToArray(), "644");
            await WriteFileAsync(tar, "etc/group", "root:x:0:\nnogroup:x:65534:\n"u8.ToArray(), "644");
            foreach (var applet in applets.Where(applet => applet != "busybox"))
                await tar.WriteEntryAsync(Dated(new UstarTarEntry(TarEntryType.SymbolicLink, "bin/" + applet) { LinkName = "busybox" }));
        }

        return layer.ToArray();
    }

    private static async Task WriteFileAsync(TarWriter tar, string name, byte[] content, string mode)
    {
        using var data = new MemoryStream(content);
        await tar.WriteEntryAsync(Dated(new UstarTarEntry(TarEntryType.RegularFile, name) { Mode = Mode(mode), DataStream = data }));
    }

    private static UstarTarEntry Dated(UstarTarEntry entry)
    {
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        return entry;
    }

    private static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
