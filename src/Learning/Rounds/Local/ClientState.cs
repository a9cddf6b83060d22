namespace Federated.Learning.Rounds;

/// <summary>Where one client's state is. Versions are the rounds in which it was computed; 0 is none.</summary>
internal sealed class ClientState<T>
{
    /// <summary>The vectors one after the other; null when only on disk.</summary>
    public T[]? Values { get; set; }

    /// <summary>Place in the order of use; null when only on disk.</summary>
    public LinkedListNode<int>? Place { get; set; }

    /// <summary>The current version.</summary>
    public int Version { get; set; }

    /// <summary>The newest version on disk.</summary>
    public int WrittenVersion { get; set; }

    /// <summary>The version that the last checkpoint refers to; its file stays.</summary>
    public int SavedVersion { get; set; }
}
