using System.Security.Cryptography;
using System.Text;
using Plumb.Agent.Link;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Tests.Link;

public sealed class ContentCallTests : PlaneTests
{
    [Fact]
    public async Task Content_is_taken_when_every_byte_is_what_the_checksum_says()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        var content = Stacks.Content("app");
        Plane.Contents[content.Checksum()] = content;

        var answer = Assert.IsType<LinkAnswer<StackContent>.Fresh>(await bench.Link.GetContentAsync(content.Checksum(), CancellationToken.None));

        Assert.Equal(content.Checksum(), answer.Value.Checksum());
    }

    [Fact]
    public async Task Other_bytes_under_the_same_blob_id_are_refused_by_file()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        var content = Stacks.Content("app");
        var forged = content with { Files = [content.Files[0] with { Bytes = "evil"u8.ToArray() }] };
        Plane.Contents[content.Checksum()] = forged;

        var answer = Assert.IsType<LinkAnswer<StackContent>.Away>(await bench.Link.GetContentAsync(content.Checksum(), CancellationToken.None));

        Assert.Contains("compose.yaml", answer.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_stack_s_content_is_refused()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        Plane.Contents[Stacks.Content("app").Checksum()] = Stacks.Content("other");

        var answer = await bench.Link.GetContentAsync(Stacks.Content("app").Checksum(), CancellationToken.None);

        Assert.Contains("checksum", Assert.IsType<LinkAnswer<StackContent>.Away>(answer).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Blob_ids_of_repositories_with_sha_256_are_checked_too()
    {
        var bytes = "app"u8.ToArray();
        var id = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes("blob 3\0"), .. bytes]));
        var good = new StackContent(".", [new ContentFile("compose.yaml", "100644", id, bytes)]);
        var bad = good with { Files = [good.Files[0] with { Bytes = "apq"u8.ToArray() }] };

        Assert.Null(ContentCheck.Why(good, good.Checksum()));
        Assert.NotNull(ContentCheck.Why(bad, good.Checksum()));
    }
}
