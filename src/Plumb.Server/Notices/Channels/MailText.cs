using System.Globalization;
using System.Text;

namespace Plumb.Server.Notices.Channels;

/// <summary>A notice as a mail.</summary>
/// <remarks>Source: RFC 5322 (headers), RFC 2045 and 2047 (base64 in bodies and headers), RFC 3834 (<c>Auto-Submitted</c>).</remarks>
internal static class MailText
{
    // With "Subject: ", within the 78 characters that a line should have; one encoded word may have 75.
    private const int BytesOfAWord = 42;
    private const int LongestSubject = 150;

    public static string Of(OutgoingNotice notice, string from, string to)
    {
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(NoticeWords.Text(notice.Body).ReplaceLineEndings("\r\n")));
        string[] lines =
        [
            $"Date: {notice.Body.Timestamp.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000",
            $"From: Plumb <{from}>",
            $"To: <{to}>",
            $"Subject: {Subject(NoticeWords.Subject(notice.Body))}",
            $"Message-ID: <{notice.Id}@plumb>",
            "Auto-Submitted: auto-generated",
            $"X-Plumb-Notice: {notice.Id}",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
            .. body.Chunk(76).Select(line => new string(line)),
        ];
        return string.Join("\r\n", lines);
    }

    private static string Subject(string text)
    {
        var cut = text.Length > LongestSubject ? $"{text[..LongestSubject]}…" : text;
        return cut.Length <= 60 && cut.All(c => c is >= ' ' and <= '~') ? cut : string.Join("\r\n ", Words(cut).Select(word => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(word))}?="));
    }

    /// <summary>Parts of no more bytes than a word may have, no character cut.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > BytesOfAWord)
            {
                yield return word.ToString();
                (bytes, _) = (0, word.Clear());
            }

            word.Append(rune);
            bytes += rune.Utf8SequenceLength;
        }

        yield return word.ToString();
    }
}
