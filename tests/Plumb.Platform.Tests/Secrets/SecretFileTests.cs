using Plumb.Platform.Secrets;

namespace Plumb.Platform.Tests.Secrets;

public sealed class SecretFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly SecretMask _mask = new();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_is_read_is_trimmed_and_masked_from_then_on()
    {
        File.WriteAllText(_path, "  t0psecret\n");
        Assert.Equal("t0psecret", SecretFile.Read(_path, _mask));
        Assert.Equal("is ***", _mask.Mask("is t0psecret"));
    }

    [Fact]
    public void An_empty_file_is_an_error_that_names_it()
    {
        File.WriteAllText(_path, "\n");
        Assert.Contains(_path, Assert.Throws<SecretFileException>(() => SecretFile.Read(_path, _mask)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_error_that_names_it() =>
        Assert.Contains(_path, Assert.Throws<SecretFileException>(() => SecretFile.Read(_path, _mask)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_huge_file_is_refused_and_its_content_not_told()
    {
        File.WriteAllText(_path, new string('z', 70_000));
        Assert.DoesNotContain("zzz", Assert.Throws<SecretFileException>(() => SecretFile.Read(_path, _mask)).Message, StringComparison.Ordinal);
    }
}
