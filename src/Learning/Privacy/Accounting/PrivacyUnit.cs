namespace Federated.Learning.Privacy;

/// <summary>Whose data a privacy loss is about.</summary>
public enum PrivacyUnit
{
    /// <summary>All that a client has.</summary>
    Client,

    /// <summary>One sample of a client.</summary>
    Sample,
}
