using System.Text;

namespace Plumb.Platform.Remote.Smtp;

/// <summary>Proves who we are: PLAIN where it is offered, else LOGIN.</summary>
internal static class SmtpLogin
{
    /// <returns>235 where it was believed.</returns>
    public static async Task<SmtpReply> LogInAsync(SmtpLines lines, SmtpReply hello, string username, SmtpPassword password, CancellationToken cancellation)
    {
        var offered = hello.Lines.Where(line => line.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase)).SelectMany(line => line[5..].Split(' ')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (offered.Contains("PLAIN"))
        {
            return await lines.CommandAsync($"AUTH PLAIN {Base64($"\0{username}\0{password.Text}")}", cancellation);
        }

        if (!offered.Contains("LOGIN"))
        {
            throw new IOException("the server offers neither PLAIN nor LOGIN for the login that is configured");
        }

        var asked = await lines.CommandAsync("AUTH LOGIN", cancellation);
        if (asked.Code != 334)
        {
            return asked;
        }

        var named = await lines.CommandAsync(Base64(username), cancellation);
        return named.Code == 334 ? await lines.CommandAsync(Base64(password.Text), cancellation) : named;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
