using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Plumb.Platform.Secrets;

namespace Plumb.Platform.Tests.Secrets;

public sealed class SecretMaskTests
{
    private readonly SecretMask _mask = new();

    [Fact]
    public void A_text_without_secrets_is_returned_as_it_is()
    {
        _mask.Add("hunter22");
        var text = "stack web: 3 of 3 containers run, see https://docs.example/a@b and plumb_sweep_seconds_bucket";
        Assert.Same(text, _mask.Mask(text));
    }

    [Fact]
    public void A_secret_is_masked_raw_base64_and_url_encoded()
    {
        const string secret = "p@ss/word+with \"quotes\" & äö";
        _mask.Add(secret);
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        string[] forms = [secret, base64, base64.TrimEnd('='), Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret)];
        foreach (var form in forms)
        {
            Assert.Equal("a *** b", _mask.Mask($"a {form} b").Replace("***=", "***", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("u:")]
    [InlineData("x-access-token:")]
    [InlineData("ab:")]
    public void A_secret_inside_basic_authentication_is_masked(string before)
    {
        _mask.Add("s3cr3t-t0k3n-value");
        var header = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + "s3cr3t-t0k3n-value"));
        var masked = _mask.Mask($"Authorization: Basic {header}");
        Assert.Contains("***", masked, StringComparison.Ordinal);
        Assert.True(header.Length - LongestShared(header, masked) > 20, masked);
    }

    [Fact]
    public void A_secret_shorter_than_four_characters_is_ignored()
    {
        _mask.Add("yes");
        Assert.Equal("yes, it is", _mask.Mask("yes, it is"));
    }

    [Fact]
    public void Overlapping_secrets_leave_nothing_of_either()
    {
        _mask.Add("abcdef");
        _mask.Add("defghi");
        Assert.Equal("-***-", _mask.Mask("-abcdefghi-"));
    }

    [Fact]
    public void Each_line_of_a_key_is_masked()
    {
        _mask.Add("-----BEGIN KEY-----\nc2VjcmV0bGluZW9uZQ\nc2VjcmV0bGluZXR3bw\n-----END KEY-----\n");
        Assert.Equal("line *** bad", _mask.Mask("line c2VjcmV0bGluZXR3bw bad"));
    }

    [Theory]
    [InlineData("https://user:tok@en@host/x", "https://***@host/x")]
    [InlineData("fatal: 'https://tok@host/x.git': gone, or ssh://git@host", "fatal: 'https://***@host/x.git': gone, or ssh://***@host")]
    [InlineData("https://host/x@y", "https://host/x@y")]
    [InlineData("://", "://")]
    [InlineData("a://b://c:d@e", "a://b://***@e")]
    public void User_info_in_urls_is_masked(string text, string expected) => Assert.Equal(expected, _mask.Mask(text));

    [Fact]
    public void Our_own_keys_are_masked_but_for_role_and_id()
    {
        var key = "plumb_admin_0198a1b2_" + new string('x', 43);
        Assert.Equal("key plumb_admin_0198a1b2_***.", _mask.Mask($"key {key}."));
    }

    [Fact]
    public void No_secret_survives_in_any_text()
    {
        Prop.ForAll<NonEmptyString, string, string>((secret, before, after) =>
        {
            var mask = new SecretMask();
            mask.Add(secret.Get);
            var masked = mask.Mask(before + secret.Get + after);
            return secret.Get.Length < 4 || SecretMask.Stars.Contains(secret.Get, StringComparison.Ordinal)
                || !masked.Replace(SecretMask.Stars, "\uffff", StringComparison.Ordinal).Contains(secret.Get, StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Adding_and_masking_at_once_is_safe()
    {
        var adders = Enumerable.Range(0, 4).Select(a => Task.Run(() =>
        {
            for (var n = 0; n < 200; n++)
            {
                _mask.Add($"secret-{a}-{n}-value");
                Assert.Equal("x *** y", _mask.Mask($"x secret-{a}-{n}-value y"));
            }
        }));
        await Task.WhenAll(adders);
    }

    private static int LongestShared(string a, string b)
    {
        for (var length = a.Length; length > 0; length--)
        {
            for (var at = 0; at + length <= a.Length; at++)
            {
                if (b.Contains(a.Substring(at, length), StringComparison.Ordinal))
                {
                    return length;
                }
            }
        }

        return 0;
    }
}
