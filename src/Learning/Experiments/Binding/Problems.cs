namespace Federated.Learning.Experiments.Binding;

/// <summary>Collects what is wrong with a file, so that a user sees more than one mistake at a time.</summary>
internal sealed class Problems
{
    private const int Shown = 20;

    private readonly List<string> _lines = [];

    public void Add(Origin origin, string key, string message) => _lines.Add(origin.Complain(key, message));

    public void ThrowIfAny()
    {
        if (_lines.Count == 0)
        {
            return;
        }

        var more = _lines.Count > Shown ? [$"... and {_lines.Count - Shown} more"] : Array.Empty<string>();
        throw new InputException(string.Join('\n', _lines.Take(Shown).Concat(more)));
    }
}
