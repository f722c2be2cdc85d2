namespace Plumb.Server.Publishers;

/// <summary>Who refreshes sources.</summary>
internal interface ISourceRefresh
{
    /// <summary>Asks for a refresh.</summary>
    /// <returns><c>refreshing</c>, or <c>queued</c> behind the one that runs.</returns>
    string Request(string sourceName);

    /// <summary>Sources were made, changed or deleted.</summary>
    void SourcesChanged();
}
