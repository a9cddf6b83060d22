namespace Federated.Attacks.Identity;

/// <summary>Which mean is taken off updates, since most of an update is what everybody's update of that round has in common.</summary>
public enum Centring
{
    /// <summary>None.</summary>
    None,

    /// <summary>That of all updates of the round, labelled or not.</summary>
    Round,

    /// <summary>
    /// That of the round's labelled updates off those, of its anonymous ones off these: what all devices do otherwise than the adversary, such as
    /// a defence, falls out. A side with one update in a round takes the mean of both.
    /// </summary>
    Side,
}
