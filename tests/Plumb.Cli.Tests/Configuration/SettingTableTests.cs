using Plumb.Cli.Configuration;

namespace Plumb.Cli.Tests.Configuration;

public class SettingTableTests
{
    [Fact]
    public void Every_setting_of_the_program_stands_in_the_table()
    {
        var declared = typeof(Settings).GetProperties().Select(p => (Setting)p.GetValue(null)!);
        Assert.Equal(declared.Select(s => s.Key).Order(StringComparer.Ordinal), SettingTable.All.Select(s => s.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_flag_key_or_variable_means_two_settings()
    {
        AssertOnce(SettingTable.All.SelectMany(s => s.FlagForms).Select(f => f.Replace("-", "", StringComparison.Ordinal)));
        AssertOnce(SettingTable.All.SelectMany(s => s.Variables.Concat(s.Known.Select(k => k.Variable))));

        static void AssertOnce(IEnumerable<string> names) => Assert.Empty(names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));
    }
}
