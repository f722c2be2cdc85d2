using System.Formats.Tar;

namespace Plumb.TestKit;

/// <summary>A root file system of busybox alone, as <c>docker import</c> takes it.</summary>
internal static class BusyboxImage
{
    private static readonly Lazy<Task<byte[]>> Archive = new(BuildAsync);

    public static Task<byte[]> ArchiveAsync() => Archive.Value;

    private static async Task<byte[]> BuildAsync()
    {
        var binary = File.Exists("/bin/busybox") ? "/bin/busybox" : "/usr/bin/busybox";
        if (!File.Exists(binary))
            throw new InvalidOperationException("No busybox on this machine: apt-get install busybox-static (eng/machine/ensure-test-tools.sh does it).");
        var applets = (await Command.MustAsync(binary, ["--list"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var name in (string[])["bin", "etc", "tmp", "srv", "var", "proc", "sys", "dev"])
                await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.Directory, name + "/") { Mode = (UnixFileMode)Convert.ToInt32("755", 8) });
            await WriteFileAsync(tar, "bin/busybox", await File.ReadAllBytesAsync(binary), "755");
            await WriteFileAsync(tar, "etc/passwd", "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n"u8.ToArray(), "644");
            await WriteFileAsync(tar, "etc/group", "root:x:0:\nnogroup:x:65534:\n"u8.ToArray(), "644");
            foreach (var applet in applets.Where(applet => applet != "busybox"))
                await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.SymbolicLink, "bin/" + applet) { LinkName = "busybox" });
        }

        return archive.ToArray();
    }

    private static async Task WriteFileAsync(TarWriter tar, string name, byte[] content, string mode)
    {
        using var data = new MemoryStream(content);
        await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            Mode = (UnixFileMode)Convert.ToInt32(mode, 8),
            DataStream = data,
        });
    }
}
